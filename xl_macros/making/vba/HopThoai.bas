Attribute VB_Name = "HopThoai"
Option Explicit
Option Private Module
' Sentences: read from the hidden sheet, shown by a message box that knows Unicode, which MsgBox does not everywhere.

#If Mac Then
#ElseIf VBA7 Then
    Private Declare PtrSafe Function MessageBoxW Lib "user32" (ByVal hWnd As LongPtr, ByVal lpText As LongPtr, ByVal lpCaption As LongPtr, ByVal uType As Long) As Long
#Else
    Private Declare Function MessageBoxW Lib "user32" (ByVal hWnd As Long, ByVal lpText As Long, ByVal lpCaption As Long, ByVal uType As Long) As Long
#End If

Private Sub Bao(ByVal noiDung As String, ByVal tieuDe As String)
    #If Mac Then
        MsgBox noiDung, vbExclamation, tieuDe
    #Else
        MessageBoxW Application.hWnd, StrPtr(noiDung), StrPtr(tieuDe), vbExclamation
    #End If
End Sub

Public Function TenDay() As String
    TenDay = "'" & Replace(ThisWorkbook.Name, "'", "''") & "'!"
End Function
Public Function O(ByVal ten As String) As Range
    Set O = ThisWorkbook.Names(ten).RefersToRange
End Function
Public Function OCau(ByVal ten As String) As Range
    ' by the text beside it: names may be lost
    Dim dong As Long
    For dong = 1 To 60
        If CStr(Sheet14.Cells(dong, 1).Value) = ten Then Exit For
    Next dong
    Set OCau = Sheet14.Cells(dong, 2)
End Function
Public Function Cau(ByVal ten As String) As String
    Cau = CStr(OCau(ten).Value)
End Function
Public Function DaHoi(ByVal soCau As Long) As Boolean
    ' asks by Excel's own box, which takes and gives Unicode; the answers stand in one cell, a line each
    Dim so As Long, dap As Variant, tatCa As String
    For so = 1 To soCau
        dap = Application.InputBox(Cau("tb_Hoi" & so), Cau("tb_TieuDe"), Cau("tb_Thuong" & so), , , , , 2)
        If VarType(dap) = vbBoolean Then Exit Function ' Cancel
        tatCa = tatCa & CStr(dap) & vbLf
    Next so
    OCau("tb_TraLoi").Value = "'" & tatCa
    DaHoi = True
End Function
Public Sub ThongBao(ByVal noiDung As String)
    If Val(Application.Version) < 12 Then
        MsgBox noiDung, vbExclamation, Cau("tb_TieuDe") ' LibreOffice shows Unicode by itself
    Else
        Bao noiDung, Cau("tb_TieuDe")
    End If
End Sub
