Attribute VB_Name = "ThuExcel"
Option Explicit
' What nobody can know without Excel: each line asks one thing, the answers go into a JSON beside this workbook.
' It changes nothing outside this workbook, and closes nothing.

Private mDap As String
Private v As Variant

Public Sub Thu()
    Dim tep As Object
    mDap = ""
    MotNua S_(), P_(), A_()
    NuaSau S_(), P_(), A_()
    Set tep = CreateObject("Scripting.FileSystemObject").CreateTextFile(ThisWorkbook.Path & "\Kiem_tra_Excel.json", True, False)
    tep.Write "{" & Mid$(mDap, 2) & "}"
    tep.Close
    MsgBox "Xong. Hay gui tep Kiem_tra_Excel.json ben canh so nay cho nguoi bao tri.", vbInformation
End Sub

Private Function S_() As Object
    Set S_ = ThisWorkbook.Worksheets("Thu")
End Function
Private Function P_() As Object
    Set P_ = ThisWorkbook.Worksheets("Khoa")
End Function
Private Function A_() As Object
    Set A_ = ThisWorkbook.Worksheets("An")
End Function

Private Sub MotNua(ByVal S As Object, ByVal P As Object, ByVal A As Object)
    On Error Resume Next
    v = Empty: Err.Clear
    v = S.Range("D2").Formula
    Dap "formula_own_row", v, Err.Number
    v = Empty: Err.Clear
    v = S.Range("E2").Formula
    Dap "formula_own_row_range", v, Err.Number
    v = Empty: Err.Clear
    v = S.Range("F2").Formula
    Dap "formula_whole_column_inside_table", v, Err.Number
    v = Empty: Err.Clear
    v = S.Range("H1").Formula
    Dap "formula_whole_column_outside", v, Err.Number
    v = Empty: Err.Clear
    v = S.Range("H2").Formula
    Dap "formula_small_number", v, Err.Number
    v = Empty: Err.Clear
    v = S.Range("H3").Formula
    Dap "formula_other_sheet", v, Err.Number
    v = Empty: Err.Clear
    v = S.Range("H4").Formula
    Dap "formula_younger_function", v, Err.Number
    v = Empty: Err.Clear
    v = S.Range("H2").FormulaLocal
    Dap "formula_local", v, Err.Number
    v = Empty: Err.Clear
    v = S.Range("H5").Formula
    Dap "formula_of_number", v, Err.Number
    v = Empty: Err.Clear
    v = S.Range("H6").Formula
    Dap "formula_of_date", v, Err.Number
    v = Empty: Err.Clear
    v = S.Range("H7").Formula
    Dap "formula_of_text_with_prefix", v, Err.Number
    v = Empty: Err.Clear
    v = S.Range("Z99").Formula
    Dap "formula_of_empty", v, Err.Number
    v = Empty: Err.Clear
    S.Range("J1").Value = True: v = S.Range("J1").Formula
    Dap "formula_of_true", v, Err.Number
    v = Empty: Err.Clear
    v = TypeName(S.Range("H6").Value)
    Dap "value_of_date", v, Err.Number
    v = Empty: Err.Clear
    v = TypeName(S.Range("H8").Value)
    Dap "value_of_currency", v, Err.Number
    v = Empty: Err.Clear
    v = TypeName(S.Range("H8").Value2)
    Dap "value2_of_currency", v, Err.Number
    v = Empty: Err.Clear
    v = CStr(CLng(S.Range("H9").Value))
    Dap "value_of_error", v, Err.Number
    v = Empty: Err.Clear
    v = Format$(S.Range("H10").Value, "yyyy-mm-dd")
    Dap "value_of_day_five", v, Err.Number
    v = Empty: Err.Clear
    v = S.Range("H10").Text
    Dap "text_of_day_five", v, Err.Number
    v = Empty: Err.Clear
    v = TypeName(S.Range("H11").Value)
    Dap "value_of_negative_day", v, Err.Number
    v = Empty: Err.Clear
    v = ThisWorkbook.Date1904
    Dap "date1904", v, Err.Number
    v = Empty: Err.Clear
    S.Range("D3").Formula = "=tbl[[#This Row],[Gia]]*2": v = S.Range("D3").Formula
    Dap "write_stored_own_row", v, Err.Number
    v = Empty: Err.Clear
    S.Range("J2").Formula = "=_xlfn.CONCAT(1,2)": v = S.Range("J2").Formula
    Dap "write_prefixed_function", v, Err.Number
    v = Empty: Err.Clear
    S.Range("J3").Value = "1/2": v = TypeName(S.Range("J3").Value)
    Dap "write_date_text", v, Err.Number
    v = Empty: Err.Clear
    S.Range("J4").Value = "'1/2": v = S.Range("J4").Value
    Dap "write_date_text_prefixed", v, Err.Number
    v = Empty: Err.Clear
    S.Range("J5").Value = "007": v = TypeName(S.Range("J5").Value)
    Dap "write_number_text", v, Err.Number
    v = Empty: Err.Clear
    S.Range("J6").Value = "1,5": v = TypeName(S.Range("J6").Value)
    Dap "write_comma_text", v, Err.Number
    v = Empty: Err.Clear
    S.Range("J7").Value = "12%": v = TypeName(S.Range("J7").Value)
    Dap "write_percent_text", v, Err.Number
    v = Empty: Err.Clear
    S.Range("H6").Value = 42064: v = TypeName(S.Range("H6").Value)
    Dap "write_serial_into_day", v, Err.Number
    v = Empty: Err.Clear
    S.Range("J8").Value = 1: S.Range("J8").Value = Null: v = TypeName(S.Range("J8").Value)
    Dap "write_null_value", v, Err.Number
    v = Empty: Err.Clear
    S.Range("K1:L1").Value = 1: S.Range("K1:L1").Formula = Array("=1", Null): v = TypeName(S.Range("L1").Value)
    Dap "write_null_in_formulas", v, Err.Number
    v = Empty: Err.Clear
    S.Range("K2:L2").Value = 1: S.Range("K2:L2").Formula = Array("=1", ""): v = TypeName(S.Range("L2").Value)
    Dap "write_empty_in_formulas", v, Err.Number
End Sub

Private Sub NuaSau(ByVal S As Object, ByVal P As Object, ByVal A As Object)
    On Error Resume Next
    v = Empty: Err.Clear
    S.Range("K3:L3").Value = Array(String$(8203, "x"), 1): v = Len(S.Range("K3").Value)
    Dap "write_8203_in_array", v, Err.Number
    v = Empty: Err.Clear
    S.Range("K4:L4").Value = Array(String$(8204, "x"), 1): v = Len(S.Range("K4").Value)
    Dap "write_8204_in_array", v, Err.Number
    v = Empty: Err.Clear
    S.Range("K5").Value = String$(32767, "x"): v = Len(S.Range("K5").Value)
    Dap "write_32767_alone", v, Err.Number
    v = Empty: Err.Clear
    S.Range("K6").Value = String$(32768, "x"): v = Len(S.Range("K6").Value)
    Dap "write_32768_alone", v, Err.Number
    v = Empty: Err.Clear
    S.Range("K7:L7").Formula = Array(String$(8000, "x"), "=1"): v = Len(S.Range("K7").Value)
    Dap "write_8000_in_formulas", v, Err.Number
    v = Empty: Err.Clear
    S.Range("B10:B14").Value = 7: v = S.Range("B12").Value
    Dap "write_under_hidden_rows", v, Err.Number
    v = Empty: Err.Clear
    S.Range("A20:A25").AutoFilter 1, "a": S.Range("B21:B25").Value = 7: v = S.Range("B22").Value: S.AutoFilterMode = False
    Dap "write_under_filter", v, Err.Number
    v = Empty: Err.Clear
    v = S.Range("A1:B30").SpecialCells(12).Areas.Count
    Dap "visible_areas", v, Err.Number
    v = Empty: Err.Clear
    P.Protect: v = P.Range("A1:B3").SpecialCells(12).Areas.Count: P.Unprotect
    Dap "visible_areas_protected", v, Err.Number
    v = Empty: Err.Clear
    v = TypeName(S.Range("A30:C31").MergeCells)
    Dap "merge_cells_some", v, Err.Number
    v = Empty: Err.Clear
    S.Range("A30:C31").Value = 5: v = S.Range("A30").Value
    Dap "write_merged_array", v, Err.Number
    v = Empty: Err.Clear
    P.Protect: P.Range("A1").Value = 5: v = P.Range("A1").Value: P.Unprotect
    Dap "write_protected", v, Err.Number
    v = Empty: Err.Clear
    Application.Goto A.Range("A1"): v = ActiveSheet.Name
    Dap "goto_hidden_sheet", v, Err.Number
    v = Empty: Err.Clear
    Application.Goto S.Range("B2"), True: v = ActiveCell.Address
    Dap "goto_sheet", v, Err.Number
    v = Empty: Err.Clear
    Application.StatusBar = String$(255, "x"): v = Len(Application.StatusBar)
    Dap "status_255", v, Err.Number
    v = Empty: Err.Clear
    Application.StatusBar = String$(256, "x"): v = Len(Application.StatusBar)
    Dap "status_256", v, Err.Number
    v = Empty: Err.Clear
    Application.StatusBar = ChrW(272) & ChrW(7873): v = (Application.StatusBar = ChrW(272) & ChrW(7873))
    Dap "status_unicode", v, Err.Number
    v = Empty: Err.Clear
    Application.StatusBar = False: v = TypeName(Application.StatusBar)
    Dap "status_false", v, Err.Number
    v = Empty: Err.Clear
    Application.Cursor = xlWait: v = Application.Cursor: Application.Cursor = xlDefault
    Dap "cursor_wait", v, Err.Number
    v = Empty: Err.Clear
    v = InStr(Environ$("USERPROFILE"), "?")
    Dap "environ_profile_lossy", v, Err.Number
    v = Empty: Err.Clear
    v = CreateObject("WScript.Shell").ExpandEnvironmentStrings("%USERPROFILE%")
    Dap "shell_expands_profile", v, Err.Number
    v = Empty: Err.Clear
    v = CreateObject("Scripting.FileSystemObject").FolderExists(CreateObject("WScript.Shell").ExpandEnvironmentStrings("%USERPROFILE%"))
    Dap "file_system_object", v, Err.Number
    v = Empty: Err.Clear
    v = CreateObject("WScript.Shell").RegRead("HKCU\Software\DeAn_VPHU\Python")
    Dap "registry_read", v, Err.Number
    v = Empty: Err.Clear
    v = CreateObject("WScript.Shell").Run("""" & CreateObject("WScript.Shell").RegRead("HKCU\Software\DeAn_VPHU\Python") & """ -c ""raise SystemExit(7)""", 0, True)
    Dap "run_exit_status", v, Err.Number
    v = Empty: Err.Clear
    v = Application.Run("DeAn_VPHU.xlam!ChayPython", "none", "none")
    Dap "addin_answers", v, Err.Number
    v = Empty: Err.Clear
    v = Workbooks("DeAn_VPHU.xlam").IsAddin
    Dap "addin_listed_as_workbook", v, Err.Number
    v = Empty: Err.Clear
    Application.OnTime Now + 1, "'" & ThisWorkbook.Name & "'!ThuExcel.Sau": v = "set"
    Dap "on_time", v, Err.Number
    v = Empty: Err.Clear
    Application.OnUndo "Thu", "'" & ThisWorkbook.Name & "'!ThuExcel.Sau": v = "set"
    Dap "on_undo_qualified", v, Err.Number
    v = Empty: Err.Clear
    v = Application.Run("'" & Replace(ThisWorkbook.Name, "'", "''") & "'!ThuExcel.Sau")
    Dap "run_qualified", v, Err.Number
    v = Empty: Err.Clear
    v = ThisWorkbook.FullName
    Dap "full_name", v, Err.Number
    v = Empty: Err.Clear
    v = Application.Version & " " & Application.Build & " " & Application.OperatingSystem
    Dap "version", v, Err.Number
    v = Empty: Err.Clear
    v = Application.International(1) & " " & Application.International(3) & " " & Application.International(5)
    Dap "language", v, Err.Number
    v = Empty: Err.Clear
    v = TypeName(Application.hWnd)
    Dap "hwnd", v, Err.Number
End Sub

Public Function Sau() As String
    Sau = "called"
End Function

Private Sub Dap(ByVal ten As String, ByVal giaTri As Variant, ByVal loi As Long)
    ' an answer as JSON, ASCII only
    Dim chu As String, ra As String, i As Long, ma As Long
    chu = ""
    If loi <> 0 Then
        chu = "error " & loi
    ElseIf Not IsEmpty(giaTri) Then
        chu = CStr(giaTri)
    End If
    For i = 1 To Len(chu)
        ma = AscW(Mid$(chu, i, 1)) And &HFFFF&
        If ma < 32 Or ma > 126 Or ma = 34 Or ma = 92 Then
            ra = ra & "\u" & Right$("000" & Hex$(ma), 4)
        Else
            ra = ra & Chr$(ma)
        End If
    Next i
    mDap = mDap & "," & vbLf & """" & ten & """: """ & ra & """"
End Sub
