Attribute VB_Name = "GoiPython"
Option Explicit
Option Private Module
' Asks an add-in to start Python: ours, and where that is not there the one of xlwings.

Public Function HoiPython(ByVal lenh As String) As String
    ' the name of the sentence that says why Python did not do it; empty when it did
    #If Mac Then
    #Else
        Dim ma As Variant
        On Error GoTo KhongCo ' no add-in of ours
        ma = Application.Run("DeAn_VPHU.xlam!ChayPython", lenh, ThisWorkbook.Name)
        Select Case ma
            Case 0: HoiPython = ""
            Case 10: HoiPython = "tb_QuaLau"
            Case -2: HoiPython = "tb_ChuaCai"
            Case -3: HoiPython = "tb_KhongPython"
            Case -4: HoiPython = "tb_BiChan"
            Case Else: HoiPython = "tb_LoiPython"
        End Select
        Exit Function
KhongCo:
    #End If
    HoiPython = QuaXlwings(lenh)
End Function
Private Function QuaXlwings(ByVal lenh As String) As String
    Dim ketQua As Variant, coSan As Boolean, trang As Object
    QuaXlwings = "tb_KhongPython"
    If ThieuPython() Then Exit Function
    coSan = CoTrangLoi(): Set trang = ActiveSheet
    QuaXlwings = "tb_KhongChayDuoc"
    On Error GoTo KhongChay
    ketQua = Application.Run("xlwings.xlam!RunPython", "from xl_macros import ribbon; ribbon." & lenh & "()")
    QuaXlwings = ""
    If ketQua = -1 Then QuaXlwings = "tb_LoiPython"
    If Not CoTrangLoi() Or coSan Then Exit Function
    QuaXlwings = "tb_LoiPython": CatLoiKyThuat trang
KhongChay:
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

Private Function CoTrangLoi() As Boolean
    On Error Resume Next ' no such sheet: it stays False
    CoTrangLoi = Len(ThisWorkbook.Worksheets("Error").Name) > 0
End Function
Private Sub CatLoiKyThuat(ByVal trang As Object)
    ' the add-in left what went wrong on a new sheet "Error": keep it for the maintainer, out of sight
    OCau("tb_LoiKyThuat").Value = "'" & Left$(CStr(ThisWorkbook.Worksheets("Error").Range("A1").Value), 30000)
    Application.DisplayAlerts = False
    ThisWorkbook.Worksheets("Error").Delete
    Application.DisplayAlerts = True
    trang.Activate
End Sub

Public Function HenDon() As Boolean
    On Error Resume Next ' our add-in gives the status bar back after a while; without it the next click does
    Application.Run "DeAn_VPHU.xlam!HenDon"
End Function
