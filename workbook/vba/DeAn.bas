Attribute VB_Name = "DeAn"
Option Explicit
' Buttons of the tab "De an" and of the sheet "Trang chu". Only ASCII here: a VBA project
' has no Unicode, so every sentence stands in a named cell of the hidden sheet _thong_bao.
' Nothing runs by itself: no event, no file, no network; Python is called through the xlwings add-in.

#If Mac Then
#ElseIf VBA7 Then
    Private Declare PtrSafe Function MessageBoxW Lib "user32" (ByVal hWnd As LongPtr, ByVal lpText As LongPtr, ByVal lpCaption As LongPtr, ByVal uType As Long) As Long
#Else
    Private Declare Function MessageBoxW Lib "user32" (ByVal hWnd As Long, ByVal lpText As Long, ByVal lpCaption As Long, ByVal uType As Long) As Long
#End If

Private mDong As Long ' row of Kiem tra that LoiKeTiep went to last

' ---- ribbon

Public Sub KiemTra(control As IRibbonControl)
    Chay "validate_cost_rows"
End Sub

Public Sub TinhPhanKy(control As IRibbonControl)
    Chay "recompute_phase_totals"
End Sub

Public Sub KeHoachMuaSam(control As IRibbonControl)
    Chay "generate_procurement_schedule"
End Sub

Public Sub TongHop(control As IRibbonControl)
    Chay "produce_summary"
End Sub

Public Sub ChayTatCa(control As IRibbonControl)
    Chay "run_all"
End Sub

Public Sub HoanTac(control As IRibbonControl)
    Chay "undo_last_run"
End Sub

Public Sub LoiKeTiep(control As IRibbonControl)
    DenLoiKeTiep
End Sub

Public Sub DanhSachLoi(control As IRibbonControl)
    Application.Goto ThisWorkbook.Names("vphu_KiemTra").RefersToRange.Cells(1, 1), True
End Sub

Public Sub HuongDan(control As IRibbonControl)
    Application.Goto ThisWorkbook.Names("vphu_TrangThai").RefersToRange
End Sub

' ---- buttons of Trang chu

Public Sub Nut_KiemTra()
    Chay "validate_cost_rows"
End Sub

Public Sub Nut_TinhPhanKy()
    Chay "recompute_phase_totals"
End Sub

Public Sub Nut_KeHoachMuaSam()
    Chay "generate_procurement_schedule"
End Sub

Public Sub Nut_TongHop()
    Chay "produce_summary"
End Sub

Public Sub Nut_ChayTatCa()
    Chay "run_all"
End Sub

Public Sub Nut_HoanTac()
    Chay "undo_last_run"
End Sub

' ---- what they share

Private Sub Chay(ByVal lenh As String)
    Dim ketQua As Variant, coSan As Boolean
    On Error GoTo KhongChay
    mDong = 0
    Application.StatusBar = False
    ThisWorkbook.Activate ' the add-in works on the active workbook
    coSan = CoTrangLoi()
    ketQua = Application.Run("xlwings.xlam!RunPython", "from xl_macros import ribbon; ribbon." & lenh & "()")
    If ketQua = -1 Then
        If Not coSan Then CatLoiKyThuat
        ThongBao "tb_LoiPython"
    ElseIf lenh <> "undo_last_run" Then
        Application.OnUndo Loi("tb_HoanTac"), "Nut_HoanTac"
    End If
    Exit Sub
KhongChay:
    ThongBao "tb_KhongChayDuoc"
End Sub

Private Function CoTrangLoi() As Boolean
    Dim trang As Worksheet
    For Each trang In ThisWorkbook.Worksheets
        If trang.Name = "Error" Then CoTrangLoi = True
    Next trang
End Function

Private Sub CatLoiKyThuat()
    ' the add-in left what went wrong on a new sheet "Error": keep it for the maintainer, out of sight
    If Not CoTrangLoi() Then Exit Sub
    ThisWorkbook.Names("tb_LoiKyThuat").RefersToRange.Value = "'" & Left$(CStr(ThisWorkbook.Worksheets("Error").Range("A1").Value), 30000)
    Application.DisplayAlerts = False
    ThisWorkbook.Worksheets("Error").Delete
    Application.DisplayAlerts = True
End Sub

Private Sub DenLoiKeTiep()
    Dim dau As Range, cuoi As Long, lan As Long
    On Error GoTo KhongThay
    Set dau = ThisWorkbook.Names("vphu_KiemTra").RefersToRange.Cells(1, 1)
    cuoi = dau.Worksheet.Cells(dau.Worksheet.Rows.Count, 5).End(xlUp).Row
    For lan = dau.Row + 1 To cuoi
        mDong = mDong + 1
        If mDong <= dau.Row Or mDong > cuoi Then mDong = dau.Row + 1
        If Len(dau.Worksheet.Cells(mDong, 4).Value) > 0 And Len(dau.Worksheet.Cells(mDong, 5).Value) > 0 Then
            Application.Goto ThisWorkbook.Worksheets(CStr(dau.Worksheet.Cells(mDong, 4).Value)).Range(CStr(dau.Worksheet.Cells(mDong, 5).Value))
            Application.StatusBar = CStr(dau.Worksheet.Cells(mDong, 7).Value)
            Exit Sub
        End If
    Next lan
    ThongBao "tb_HetLoi"
    Exit Sub
KhongThay:
    ThongBao "tb_KhongThayO"
End Sub

Private Function Loi(ByVal ten As String) As String
    Loi = CStr(ThisWorkbook.Names(ten).RefersToRange.Value)
End Function

Private Sub ThongBao(ByVal ten As String)
    #If Mac Then
        MsgBox Loi(ten), vbExclamation, Loi("tb_TieuDe")
    #Else
        Dim cau As String, tieuDe As String
        cau = Loi(ten): tieuDe = Loi("tb_TieuDe")
        MessageBoxW Application.hWnd, StrPtr(cau), StrPtr(tieuDe), vbExclamation
    #End If
End Sub
