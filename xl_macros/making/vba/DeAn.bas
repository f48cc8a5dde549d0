Attribute VB_Name = "DeAn"
Option Explicit
' Buttons of the tab "De an" and of the sheet "Trang chu". Only ASCII here: a VBA project
' has no Unicode, so every sentence stands in a named cell of the hidden sheet _thong_bao.
' Nothing runs by itself: no event, no file, no network; Python is called through the xlwings add-in.

Private mDong As Long ' row of Kiem tra that LoiKeTiep went to last
' LibreOffice reads these modules too: there a Declare or a procedure on one line breaks the whole module.

Public Sub Nut(control As IRibbonControl) ' the ribbon
    Select Case control.ID
        Case "btnKiemTra": Nut_KiemTra
        Case "btnSuaLoi": Nut_SuaLoi
        Case "btnTinhPhanKy": Nut_TinhPhanKy
        Case "btnKeHoach": Nut_KeHoachMuaSam
        Case "btnChapNhan": Nut_ChapNhanDeXuat
        Case "btnTongHop": Nut_TongHop
        Case "btnChayTatCa": Nut_ChayTatCa
        Case "btnHoanTac": Nut_HoanTac
        Case "btnLoiKeTiep": LoiKeTiep
        Case "btnDanhSachLoi": Application.Goto O("vphu_KiemTra").Cells(1, 1), True
        Case "btnHuongDan": Application.Goto O("vphu_TrangThai")
    End Select
End Sub

Public Sub Nut_KiemTra() ' the buttons of Trang chu
    Chay "validate_cost_rows", "vphu_KiemTra"
End Sub
Public Sub Nut_SuaLoi()
    Chay "fix_safely", "vphu_KiemTra"
End Sub
Public Sub Nut_TinhPhanKy()
    Chay "recompute_phase_totals", "vphu_PhanKy"
End Sub
Public Sub Nut_KeHoachMuaSam()
    Chay "generate_procurement_schedule", "vphu_KeHoach"
End Sub
Public Sub Nut_ChapNhanDeXuat()
    Chay "accept_schedule", "vphu_KeHoach"
End Sub
Public Sub Nut_TongHop()
    Chay "produce_summary", "vphu_TongHop"
End Sub
Public Sub Nut_ChayTatCa()
    Chay "run_all", "vphu_KiemTra"
End Sub
Public Sub Nut_HoanTac()
    Chay "undo_last_run", ""
End Sub

Private Sub Chay(ByVal lenh As String, ByVal den As String)
    Dim ketQua As Variant, truoc As String, coSan As Boolean, trang As Object, loi As String
    loi = VuongMac()
    If loi <> "" Then ThongBao Cau(loi): Exit Sub
    mDong = 0
    truoc = LanChay(): coSan = CoTrangLoi()
    Set trang = ActiveSheet: Application.StatusBar = False
    If Cau("tb_KetQua") <> "" Then O("tb_KetQua").Value = ""
    On Error GoTo KhongChay
    ketQua = Application.Run("xlwings.xlam!RunPython", "from xl_macros import ribbon; ribbon." & lenh & "()")
    On Error GoTo 0
    If CoTrangLoi() And Not coSan Then CatLoiKyThuat trang: ketQua = -1
    If ketQua = -1 Then
        ThongBao Cau("tb_LoiPython")
    ElseIf Cau("tb_KetQua") <> "" Then
        loi = Cau("tb_KetQua")
        O("tb_KetQua").Value = "": ThongBao loi
    ElseIf den <> "" Then
        Application.Goto O(den).Cells(1, 1), True
        If LanChay() <> truoc Then Application.OnUndo Cau("tb_HoanTac"), "Nut_HoanTac"
    End If
    Exit Sub
KhongChay:
    ThongBao Cau("tb_KhongChayDuoc")
End Sub

Private Function VuongMac() As String
    ' the name of the sentence that says why no button can work here; empty when they can
    If Val(Application.Version) < 12 Then
        VuongMac = "tb_LibreOffice"
    ElseIf Not ActiveWorkbook Is ThisWorkbook Then
        VuongMac = "tb_SoKhac" ' the add-in would work on the other one
    ElseIf ThisWorkbook.Path = "" Then
        VuongMac = "tb_ChuaLuu"
    ElseIf ThisWorkbook.ReadOnly Then
        VuongMac = "tb_ChiDoc"
    ElseIf ThieuPython() Then
        VuongMac = "tb_KhongPython"
    End If
End Function

Private Function ThieuPython() As Boolean
    ' a Python that is set but not there: the add-in would say so in English only
    #If Mac Then
    #Else
        Dim duong As String
        On Error GoTo KhongBiet ' no add-in: said when it is called
        duong = Application.Run("xlwings.xlam!GetConfig", "INTERPRETER_WIN", "")
        If InStr(duong, "\") > 0 Then ThieuPython = Not CBool(Application.Run("xlwings.xlam!FileExists", duong))
    #End If
KhongBiet:
End Function
Private Function LanChay() As String
    LanChay = CStr(O("vphu_HoanTac").Cells(1, 2).Value) ' when the run that can be undone was
End Function
Private Function CoTrangLoi() As Boolean
    On Error Resume Next ' no such sheet: it stays False
    CoTrangLoi = Len(ThisWorkbook.Worksheets("Error").Name) > 0
End Function
Private Sub CatLoiKyThuat(ByVal trang As Object)
    ' the add-in left what went wrong on a new sheet "Error": keep it for the maintainer, out of sight
    O("tb_LoiKyThuat").Value = "'" & Left$(CStr(ThisWorkbook.Worksheets("Error").Range("A1").Value), 30000)
    Application.DisplayAlerts = False
    ThisWorkbook.Worksheets("Error").Delete
    Application.DisplayAlerts = True
    trang.Activate
End Sub
Private Sub LoiKeTiep()
    Dim dau As Range, cuoi As Long, lan As Long, trang As String, diaChi As String
    On Error GoTo KhongThay
    Set dau = O("vphu_KiemTra").Cells(1, 1)
    cuoi = dau.Worksheet.Cells(dau.Worksheet.Rows.Count, 5).End(xlUp).Row
    For lan = dau.Row + 1 To cuoi
        mDong = mDong + 1
        If mDong <= dau.Row Or mDong > cuoi Then mDong = dau.Row + 1
        trang = CStr(dau.Worksheet.Cells(mDong, 4).Value)
        diaChi = CStr(dau.Worksheet.Cells(mDong, 5).Value)
        If trang <> "" And diaChi <> "" Then
            Application.Goto ThisWorkbook.Worksheets(trang).Range(diaChi)
            Application.StatusBar = CStr(dau.Worksheet.Cells(mDong, 7).Value)
            Exit Sub
        End If
    Next lan
    ThongBao Cau("tb_HetLoi")
    Exit Sub
KhongThay:
    ThongBao Cau("tb_KhongThayO")
End Sub

Private Function O(ByVal ten As String) As Range
    Set O = ThisWorkbook.Names(ten).RefersToRange
End Function
Private Function Cau(ByVal ten As String) As String
    Cau = CStr(O(ten).Value)
End Function
Private Sub ThongBao(ByVal noiDung As String)
    If Val(Application.Version) < 12 Then
        MsgBox noiDung, vbExclamation, Cau("tb_TieuDe") ' LibreOffice shows Unicode by itself
    Else
        Bao noiDung, Cau("tb_TieuDe")
    End If
End Sub
