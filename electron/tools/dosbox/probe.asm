; PROBE.COM shows that a DOS tool finds the copy and is heard: prints the file PROBE of the copy on standard error and
; ends with 42.
;
; nasm -f bin -o PROBE.COM probe.asm; its bytes stand in probe-com.ts, and a test compares both.

        cpu 8086
        bits 16
        org 100h

        mov dx, name
        mov ax, 3D00h
        int 21h
        jc failed
        mov bx, ax
        mov dx, buffer
        mov cx, 64
        mov ah, 3Fh
        int 21h
        jc failed
        mov cx, ax
        mov bx, 2
        mov ah, 40h
        int 21h
        mov ax, 4C00h + 42
        int 21h
failed: mov ax, 4C01h
        int 21h

name    db 'P:\PO\PROBE', 0
buffer  equ $
