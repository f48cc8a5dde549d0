Attribute VB_Name = "HopThoai"
Option Explicit
' A message box that shows Unicode, which MsgBox cannot everywhere.

#If Mac Then
#ElseIf VBA7 Then
    Private Declare PtrSafe Function MessageBoxW Lib "user32" (ByVal hWnd As LongPtr, ByVal lpText As LongPtr, ByVal lpCaption As LongPtr, ByVal uType As Long) As Long
#Else
    Private Declare Function MessageBoxW Lib "user32" (ByVal hWnd As Long, ByVal lpText As Long, ByVal lpCaption As Long, ByVal uType As Long) As Long
#End If

Public Sub Bao(ByVal noiDung As String, ByVal tieuDe As String)
    #If Mac Then
        MsgBox noiDung, vbExclamation, tieuDe
    #Else
        MessageBoxW Application.hWnd, StrPtr(noiDung), StrPtr(tieuDe), vbExclamation
    #End If
End Sub
