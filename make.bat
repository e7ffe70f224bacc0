@echo off
rem The commands of the Makefile, for Windows: make editions, make test, make check, make clean.
setlocal
set VENV=.venv
set BIN=%VENV%\Scripts
if "%1"=="" goto help
if "%1"=="help" goto help
if "%1"=="clean" goto clean
if "%1"=="editions" goto setup
if "%1"=="check" goto setup
if "%1"=="test" goto setup
echo There is no command "%1".
goto help

:setup
if exist "%VENV%\.ready" goto %1
py -3 -m venv %VENV% || exit /b 2
%BIN%\python -m pip install --quiet --disable-pip-version-check --requirement requirements.lock || exit /b 2
%BIN%\python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable . || exit /b 2
type nul > "%VENV%\.ready"
goto %1

:editions
%BIN%\jb editions .
exit /b %ERRORLEVEL%

:check
%BIN%\jb check .
exit /b %ERRORLEVEL%

:test
%BIN%\ruff check . || exit /b 1
%BIN%\ruff format --check . || exit /b 1
%BIN%\python -m pytest -n auto --dist loadfile
exit /b %ERRORLEVEL%

:clean
if exist _build rmdir /s /q _build
exit /b 0

:help
echo make editions   Build the HTML, PDF and EPUB editions into _build/
echo make check      Check the sources: under a second, builds nothing
echo make test       Run the whole test suite
echo make clean      Remove everything that was built
exit /b 0
