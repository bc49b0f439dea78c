; RUN.COM starts one DOS program for Postbag and says exactly how it ended.
;
; Why not a batch file: the command interpreter redirects standard output and not standard error, reads meaning into
; characters such as % and >, knows exit codes only by comparing, and cannot tell a program that was not loaded from one
; that ended with 0. And DOSBox keeps up to 4096 bytes of a file to itself, so nobody could watch a tool at work.
;
; What it does: deletes itself, since it holds the tool's arguments; sends standard output and standard error into
; R:\OUTPUT; lets it read R:\EMPTY instead of a keyboard, unless that is wanted; loads the tool and waits; writes three
; bytes into R:\END: "X", exit code, how it ended (INT 21h 4Dh), or "E", low and high byte of the error (INT 21h 4Bh).
; While the tool runs, everything that it prints is pushed out to the host at once: DOSBox does that when a file is
; positioned, so each write is followed by moving to where it is already.
;
; Behind the code come, made by run-com.ts: one byte, not 0 when the keyboard is wanted; the command tail, 128 bytes, as
; in a program segment prefix; the path of the program, ending with a 0.
;
; nasm -f bin -o RUN.COM run.asm; its bytes stand in run-com.ts, and a test compares both.

        cpu 8086
        bits 16
        org 100h

start:  mov sp, stack_end
        mov ah, 4Ah                     ; what lies behind the stack is for the tool (ES is our segment)
        mov bx, (stack_end - start + 100h + 15) / 16
        int 21h
        mov dx, own_name
        mov ah, 41h
        int 21h

        mov dx, output_name
        xor cx, cx
        mov ah, 3Ch
        int 21h
        jc no_output
        mov bx, ax
        mov cx, 1                       ; standard output
        mov ah, 46h
        int 21h
        inc cx                          ; standard error
        mov ah, 46h
        int 21h
        mov ah, 3Eh
        int 21h

        cmp byte [keyboard], 0
        jne hook
        mov dx, empty_name
        mov ax, 3D00h
        int 21h
        jc hook
        mov bx, ax
        xor cx, cx                      ; standard input
        mov ah, 46h
        int 21h
        mov ah, 3Eh
        int 21h

hook:   mov ax, 3521h
        int 21h
        mov [dos], bx
        mov [dos + 2], es
        mov dx, pushing
        mov ax, 2521h
        int 21h

        push cs                         ; two file control blocks, as COMMAND.COM makes them of the first two words
        pop es
        mov si, tail + 1
        mov di, 5Ch
        mov ax, 2901h
        int 21h
        mov di, 6Ch
        mov ax, 2901h
        int 21h

        mov [block + 4], cs
        mov [block + 8], cs
        mov [block + 12], cs
        mov bx, block
        mov dx, program
        mov ax, 4B00h
        int 21h
        mov cx, cs                      ; only CS and IP are sure to be what they were
        mov ds, cx
        mov ss, cx
        mov sp, stack_end
        jc not_loaded
        mov ah, 4Dh
        int 21h
        mov byte [result], 'X'
        jmp tell
not_loaded:
        mov byte [result], 'E'
tell:   mov [result + 1], ax

        push ds
        lds dx, [dos]
        mov ax, 2521h
        int 21h
        pop ds
        mov bx, 1                       ; all output is on the disk before it is said that all went well
        mov ah, 3Eh
        int 21h
        inc bx
        mov ah, 3Eh
        int 21h
        mov dx, end_name
        xor cx, cx
        mov ah, 3Ch
        int 21h
        jc no_output
        mov bx, ax
        mov dx, result
        mov cx, 3
        mov ah, 40h
        int 21h
no_output:
        mov ax, 4C00h
        int 21h

; In the place of DOS: what prints is followed by moving standard output to where it is.
pushing:
        cmp ah, 40h                     ; write
        je written
        cmp ah, 02h                     ; print a character
        je printed
        cmp ah, 06h                     ; print a character, or read one
        je printed
        cmp ah, 09h                     ; print a text
        je printed
        jmp far [cs:dos]
written:
        cmp bx, 2
        ja by_dos
        cmp bx, 0
        jne printed
by_dos: jmp far [cs:dos]
printed:
        pushf
        call far [cs:dos]
        pushf
        push ax
        push bx
        push cx
        push dx
        mov ax, 4201h
        mov bx, 1
        xor cx, cx
        xor dx, dx
        pushf
        call far [cs:dos]
        pop dx
        pop cx
        pop bx
        pop ax
        popf
        sti
        retf 2                          ; the flags are those of the write

own_name        db 'R:\RUN.COM', 0
output_name     db 'R:\OUTPUT', 0
end_name        db 'R:\END', 0
empty_name      db 'R:\EMPTY', 0
result          db 0, 0, 0
dos             dd 0
block           dw 0                    ; the same environment
                dw tail, 0
                dw 5Ch, 0
                dw 6Ch, 0

keyboard        equ $
tail            equ keyboard + 1
program         equ tail + 128
stack_end       equ program + 64 + 512
