@echo off
rem Cai dat phan mem De an cho nguoi dang dung may: Python rieng, phan chay cac nut trong Excel.
rem Chay lai bao nhieu lan cung duoc. Thu muc offline ben canh (neu co) thi khong can mang.
setlocal
chcp 65001 >nul
title Cài đặt phần mềm Đề án
set "NOI=%ProgramData%\DeAn_VPHU"
set "PY=%NOI%\Python\python.exe"
set "KHO=%~dp0offline"
set "LOI="
set "BO="
set "GOI="

tasklist /FI "IMAGENAME eq EXCEL.EXE" | find /I "EXCEL.EXE" >nul && goto dongexcel

if exist "%PY%" goto goi
for %%F in ("%KHO%\python-3*-amd64.exe") do set "BO=%%~fF"
if defined BO goto dat
echo Đang tải Python, xin chờ vài phút...
set "BO=%TEMP%\python-DeAn_VPHU.exe"
curl.exe -fL --retry 3 -o "%BO%" https://www.python.org/ftp/python/3.13.9/python-3.13.9-amd64.exe || goto khongmang
powershell -NoProfile -Command "if ((Get-AuthenticodeSignature -LiteralPath $env:BO).Status -ne 'Valid') { exit 1 }" || goto hong
:dat
echo Đang cài Python vào %NOI%, xin chờ vài phút...
"%BO%" /quiet InstallAllUsers=0 TargetDir="%NOI%\Python" PrependPath=0 Include_launcher=0 Include_test=0 Include_doc=0 Shortcuts=0 AssociateFiles=0 || goto khongcai
if exist "%PY%" goto goi
rem Windows còn ghi Python này đã cài mà thư mục đã bị xóa: bộ cài chỉ đặt lại khi được bảo sửa.
"%BO%" /repair /quiet
if not exist "%PY%" goto pythonkhac

:goi
for %%F in ("%KHO%\dean_vphu-*.whl") do set "GOI=%%~fF"
if defined GOI goto khongcanmang
for %%F in ("%~dp0dean_vphu-*.whl") do set "GOI=%%~fF"
if not defined GOI goto thieugoi
echo Đang cài phần mềm Đề án, xin chờ vài phút...
"%PY%" -m pip install --quiet --disable-pip-version-check --upgrade --force-reinstall "%GOI%" || goto khongmang
goto sap
:khongcanmang
echo Đang cài phần mềm Đề án, xin chờ vài phút...
"%PY%" -m pip install --quiet --disable-pip-version-check --no-index --find-links "%KHO%" --upgrade --force-reinstall "%GOI%" || goto hong

:sap
"%PY%" -m xl_macros setup --yes || goto loi
for %%F in ("%~dp0*.xlsm") do "%PY%" -m xl_macros setup --yes "%%~fF" || set "LOI=1"
for %%F in ("%~dp0*.xlsm") do "%PY%" -m xl_macros doctor "%%~fF" || set "LOI=1"
if defined LOI goto loi
echo.
echo XONG. Hãy mở sổ bằng Excel, bấm Enable Content (Bật nội dung) nếu thấy thanh vàng, rồi bấm «Kiểm tra» trên thẻ «Đề án».
pause
exit /b 0

:dongexcel
echo Excel đang mở. Hãy lưu, đóng hết Excel rồi nháy đúp lại tệp này.
goto het
:khongmang
echo Không tải được qua mạng. Hãy kiểm tra mạng rồi nháy đúp lại tệp này, hoặc xin thư mục offline của người bảo trì, để cạnh tệp này rồi nháy đúp lại.
goto het
:hong
echo Tệp cài đặt bị hỏng hoặc không đủ. Hãy xin lại thư mục offline của người bảo trì rồi nháy đúp lại tệp này.
goto het
:khongcai
echo Không cài được Python. Hãy khởi động lại máy rồi nháy đúp lại tệp này; vẫn không được thì nhờ người quản trị máy.
goto het
:pythonkhac
echo Python không vào được chỗ của phần mềm này vì Windows còn ghi một Python đã cài. Hãy gỡ Python ở Settings ▸ Apps rồi nháy đúp lại tệp này.
goto het
:thieugoi
echo Không thấy tệp dean_vphu-….whl cạnh tệp này. Hãy giải nén cả bộ cài vào một thư mục rồi nháy đúp lại tệp này.
goto het
:loi
echo.
echo CHƯA XONG. Hãy làm việc ghi ở dòng có dấu ✗ bên trên rồi nháy đúp lại tệp này.
:het
pause
exit /b 1
