@echo off
rem Lam viec cua nut Chay tat ca ma khong can Excel: keo tep so tha len tep nay. Dong so trong Excel truoc da.
setlocal
chcp 65001 >nul
title Chạy tất cả
set "PY=%ProgramData%\DeAn_VPHU\Python\python.exe"
if "%~1"=="" goto thieuso
if not exist "%PY%" goto chuacai
"%PY%" -m xl_macros run "%~f1"
pause
exit /b 0

:thieuso
echo Hãy kéo tệp sổ (.xlsm) thả lên tệp này.
goto het
:chuacai
echo Phần mềm Đề án chưa được cài trên máy này. Hãy nháy đúp tệp cai-dat.cmd trước.
:het
pause
exit /b 1
