Attribute VB_Name = "ChayDeAn"
Option Explicit
' The add-in DeAn_VPHU.xlam: starts Python for the buttons of the plans, and waits for it. It stands apart from the
' plans so that whatever a virus scanner thinks of starting programs, no plan is lost over it.
' Only objects that know Unicode: Environ, Dir, GetAttr, Open and Shell of VBA lose Vietnamese letters of a path.

Private mThanh As String ' what the status bar said when it was to be given back

Public Function ChayPython(ByVal lenh As String, ByVal so As String) As Long
    ' lenh: a function of xl_macros.ribbon; so: the plan's name. What Python ended with (0: done, 10: too long), or
    ' -4: no program may be started, -2: vphu setup never ran for this user, -3: the Python it named is gone
    Dim may As Object, duong As String
    ChayPython = -4
    On Error GoTo Xong
    Set may = CreateObject("WScript.Shell")
    ChayPython = -2
    duong = may.RegRead("HKCU\Software\DeAn_VPHU\Python")
    ChayPython = -3
    If Not CreateObject("Scripting.FileSystemObject").FileExists(duong) Then Exit Function
    ChayPython = -4
    ChayPython = may.Run("""" & duong & """ -E -P -m xl_macros.press " & lenh & " --hwnd=" & Application.hWnd & " --so=" & Ma(so), 0, True)
    HenDon
Xong:
End Function

Private Function Ma(ByVal chu As String) As String
    ' a name with any letter or sign, safe in a command line: four hexadecimal digits a letter
    Dim i As Long
    For i = 1 To Len(chu)
        Ma = Ma & Right$("000" & Hex$(AscW(Mid$(chu, i, 1)) And &HFFFF&), 4)
    Next i
End Function

Public Sub HenDon()
    mThanh = CStr(Application.StatusBar)
    Application.OnTime Now + TimeSerial(0, 0, 20), "'" & ThisWorkbook.Name & "'!ChayDeAn.Don"
End Sub

Public Sub Don()
    ' gives the status bar back, unless it says something else by now
    On Error Resume Next
    If CStr(Application.StatusBar) = mThanh Then Application.StatusBar = False
End Sub
