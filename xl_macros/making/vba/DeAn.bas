Attribute VB_Name = "DeAn"
Option Explicit
' Buttons of the tab "De an" and of the sheet "Trang chu". Only ASCII here: a VBA project
' has no Unicode, so every sentence stands in a named cell of the hidden sheet _thong_bao.
' Nothing runs by itself: no event, no file, no network. An add-in starts Python: our own, or that of xlwings.

Private mDong As Long ' row of Kiem tra that LoiKeTiep went to last
Private mBan As Boolean ' a button is at work
' LibreOffice reads these modules too: there a Declare or a procedure on one line breaks the whole module.

Public Sub Nut(control As IRibbonControl) ' the ribbon
    Bam control.ID
End Sub
Public Sub Bam(ByVal ma As String)
    ' Excel may ask any plan that is loaded: the one in front is meant
    On Error GoTo BatNgo
    If Val(Application.Version) >= 12 And Not ActiveWorkbook Is ThisWorkbook Then
        On Error GoTo SoKhac
        Application.Run "'" & Replace(ActiveWorkbook.Name, "'", "''") & "'!DeAn.Bam", ma
        Exit Sub
    End If
    Select Case ma
        Case "btnKiemTra": Nut_KiemTra
        Case "btnSuaLoi": Nut_SuaLoi
        Case "btnTinhPhanKy": Nut_TinhPhanKy
        Case "btnKeHoach": Nut_KeHoachMuaSam
        Case "btnChapNhan": Nut_ChapNhanDeXuat
        Case "btnTongHop": Nut_TongHop
        Case "btnChayTatCa": Nut_ChayTatCa
        Case "btnHoanTac": Nut_HoanTac
        Case "btnCapNhatCot": Chay "reshape_columns", ""
        Case "btnLapSoMoi" ' nothing is asked where no button can work
            If VuongMac() = "" And LanChay() <> "?" Then If Not DaHoi(4) Then Exit Sub
            Chay "begin_workbook", ""
        Case "btnThemDong": Chay "add_row", ""
        Case "btnChepDong": Chay "copy_row", ""
        Case "btnBoIn": Chay "print_set", ""
        Case "btnLoiKeTiep": LoiKeTiep
        Case "btnDanhSachLoi": Den "vphu_KiemTra"
        Case "btnHuongDan": Den "vphu_TrangThai"
    End Select
    Exit Sub
SoKhac:
    ThongBao Cau("tb_SoKhac")
    Exit Sub
BatNgo:
    ThongBao Cau("tb_BatNgo")
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

Private Sub Chay(ByVal lenh As String, ByVal trang As String)
    Dim truoc As String, loi As String
    On Error GoTo BatNgo
    loi = VuongMac()
    If loi <> "" Then ThongBao Cau(loi): Exit Sub
    mBan = True: mDong = 0
    truoc = LanChay()
    OCau("tb_KetQua").Value = ""
    Application.Cursor = xlWait: Application.StatusBar = Left$(Cau("tb_DangLam"), 250)
    loi = HoiPython(lenh)
    Application.Cursor = xlDefault: mBan = False
    If Cau("tb_KetQua") <> "" Then loi = "tb_KetQua"
    If loi <> "" Then
        loi = Cau(loi): OCau("tb_KetQua").Value = ""
        Application.StatusBar = False: ThongBao loi
        Exit Sub
    End If
    #If Mac Then
    #Else ' on a Mac Python is still at work, and shows what came of it by itself
        If trang <> "" Then Den trang
        If lenh <> "undo_last_run" And LanChay() <> truoc Then Application.OnUndo Cau("tb_HoanTac"), TenDay() & "DeAn.Nut_HoanTac"
    #End If
    Exit Sub
BatNgo:
    mBan = False: Application.Cursor = xlDefault: Application.StatusBar = False
    ThongBao Cau("tb_BatNgo")
End Sub

Private Function VuongMac() As String
    ' the name of the sentence that says why no button can work here; empty when they can
    If Val(Application.Version) < 12 Then
        VuongMac = "tb_LibreOffice"
    ElseIf mBan Then
        VuongMac = "tb_DangChay"
    ElseIf Not ActiveWorkbook Is ThisWorkbook Then
        VuongMac = "tb_SoKhac" ' Python would work on the other one
    ElseIf ThisWorkbook.Path = "" Then
        VuongMac = "tb_ChuaLuu"
    ElseIf ThisWorkbook.ReadOnly Then
        VuongMac = "tb_ChiDoc"
    End If
End Function

Private Function LanChay() As String
    LanChay = CStr(O("vphu_HoanTac").Cells(1, 2).Value) ' when the run that can be undone was
End Function
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
            Application.StatusBar = Left$(CStr(dau.Worksheet.Cells(mDong, 7).Value), 250)
            HenDon
            Exit Sub
        End If
    Next lan
    ThongBao Cau("tb_HetLoi")
    Exit Sub
KhongThay:
    ThongBao Cau("tb_KhongThayO")
End Sub

Private Sub Den(ByVal ten As String)
    If O(ten).Worksheet.Visible <> xlSheetVisible Then
        ThongBao Replace(Cau("tb_TrangAn"), "{0}", O(ten).Worksheet.Name)
    Else
        Application.Goto O(ten).Cells(1, 1), True
    End If
End Sub
