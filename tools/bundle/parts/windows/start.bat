@echo off
rem Starts Caomu. Arguments go to start.py: start.bat check, start.bat data backup D:\copy.duckdb
chcp 65001 >nul
cd /d "%~dp0"
set NAMED={named}
if not exist "python\python.exe" if exist "python-%NAMED%-embed-amd64.zip" (
  mkdir python 2>nul
  tar -xf "python-%NAMED%-embed-amd64.zip" -C python
)
if not exist "python\python.exe" (
  type no-python.txt
  pause
  exit /b 1
)
rem Python reads only the folders that this file names; the one that it brought names fewer.
copy /y python._pth "python\python{digits}._pth" >nul
"python\python.exe" start.py %*
if errorlevel 1 pause
