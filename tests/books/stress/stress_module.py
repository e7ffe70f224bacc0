"""A module to be described."""

RATE = 0.02  #: A rate, per year.


def stock(rho: float, depth: float = 0.3, *, carbon: float) -> float:
    """Return a stock of carbon.

    :param rho: the density
    :param depth: the depth
    :type depth: float
    :param carbon: the content
    :returns: the stock, with :math:`x`
    :rtype: float
    :raises ValueError: never

    .. note:: A note in a docstring.

    >>> stock(1, carbon=2)
    0.6
    """
    return rho * depth * carbon


class Soil:
    """A soil."""

    #: Its clay.
    clay: float = 0.2

    def dig(self, *tools: str, **more: object) -> "Soil":
        """Dig, with `tools`."""
        return self


def setup(app):
    """Serve as an extension too, so that the book's folder is on the path of modules."""
    app.add_generic_role("strange", __import__("docutils.nodes").nodes.emphasis)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
