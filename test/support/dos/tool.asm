; TOOL.COM plays a repair tool of DOS. The first letter of its command tail says what it does; a path stands at the end.
;
;   A ...       prints its command tail, between brackets             0
;   X nnn       prints "ending" and ends with nnn
;   R path      prints a file                                         0, or 1 when it is not there
;   W path      writes "by the tool" into a file                      0, or 1
;   D path      deletes a file                                        0, or 1
;   H           prints "hanging" and never ends
;   K           prints "hanging" and waits for a key
;   F           prints without end
;   L path      prints "first", waits until the file is there, prints "second"
;   Q           asks, and reads the answer from standard input        5 when there is none
;   S           prints on standard output, then on standard error     0
;   N           prints errors                                         0
;   8           prints letters of the upper half of the code page     0
;   B           prints 68 KB, one line after the other                0
;   U ...       prints its command tail in upper case                 0
;   O ...       writes its command tail into OWN.LOG in its folder    0
;   G                                                                 sectors of a cluster of drive P
;
; nasm -f bin -o TOOL.COM tool.asm

        bits 16
        org 100h

        mov si, 81h
        xor bx, bx
        mov bl, [80h]
        mov byte [bx + 81h], 0          ; in the place of the carriage return: a path can end there
skip:   lodsb
        cmp al, ' '
        je skip
        mov bx, verbs
next:   mov ah, [bx]
        or ah, ah
        jz unknown
        cmp al, ah
        je found
        add bx, 3
        jmp next
unknown:
        mov al, 77
        jmp leave
found:  inc si                          ; behind the space
        jmp [bx + 1]

verbs   db 'A'
        dw args
        db 'X'
        dw exit
        db 'R'
        dw read
        db 'W'
        dw write
        db 'D'
        dw delete
        db 'H'
        dw hang
        db 'K'
        dw key
        db 'F'
        dw flood
        db 'L'
        dw live
        db 'Q'
        dw ask
        db 'S'
        dw both
        db 'N'
        dw errors
        db '8'
        dw upper
        db 'B'
        dw big
        db 'U'
        dw loud
        db 'O'
        dw own_log
        db 'G'
        dw room
        db 0

args:   mov dx, open_bracket
        call print
        mov dx, 81h
        xor cx, cx
        mov cl, [80h]
        mov bx, 1
        mov ah, 40h
        int 21h
        mov dx, close_bracket
        call print
        jmp good

loud:   mov si, 81h
letter: lodsb
        or al, al
        jz args
        cmp al, 'a'
        jb letter
        cmp al, 'z'
        ja letter
        sub byte [si - 1], 20h
        jmp letter

own_log:
        mov dx, log_name
        xor cx, cx
        mov ah, 3Ch
        int 21h
        jc bad
        mov bx, ax
        mov dx, 81h
        xor cx, cx
        mov cl, [80h]
        mov ah, 40h
        int 21h
        jmp good

room:   mov dl, 16                      ; P
        mov ah, 36h
        int 21h
        jmp leave

exit:   mov dx, ending
        call print
        xor ax, ax
        mov cl, 10
digit:  mov bl, [si]
        sub bl, '0'
        cmp bl, 9
        ja leave
        mul cl
        add al, bl
        inc si
        jmp digit

read:   call open
        mov [file], bx
more:   mov bx, [file]
        mov dx, buffer
        mov cx, 512
        mov ah, 3Fh
        int 21h
        or ax, ax
        jz good
        mov cx, ax
        mov bx, 1
        mov ah, 40h
        int 21h
        jmp more

write:  mov dx, si
        xor cx, cx
        mov ah, 3Ch
        int 21h
        jc bad
        mov bx, ax
        mov dx, written
        mov cx, written_end - written
        mov ah, 40h
        int 21h
        jmp good

delete: mov dx, si
        mov ah, 41h
        int 21h
        jc bad
        jmp good

hang:   mov dx, hanging
        call print
forever: jmp forever

key:    mov dx, hanging
        call print
        xor ax, ax
        int 16h
        jmp good

flood:  mov dx, line
        call print
        jmp flood

live:   mov dx, first
        call print
wait_for: mov dx, si
        mov ax, 4300h
        int 21h
        jc wait_for
        mov dx, second
        call print
        jmp good

ask:    mov dx, question
        call print
        mov dx, buffer
        mov cx, 80
        xor bx, bx
        mov ah, 3Fh
        int 21h
        or ax, ax
        jnz good
        mov dx, nothing
        call print
        mov al, 5
        jmp leave

both:   mov dx, on_output
        call print
        mov dx, on_error
        mov cx, on_error_end - on_error
        mov bx, 2
        mov ah, 40h
        int 21h
        jmp good

errors: mov dx, problems
        call print
        jmp good

upper:  mov dx, letters
        call print
        jmp good

big:    mov word [count], 1000
        mov dx, line
again:  call print
        dec word [count]
        jnz again
        jmp good

open:   mov dx, si
        mov ax, 3D00h
        int 21h
        jc bad
        mov bx, ax
        ret

print:  mov ah, 9
        int 21h
        ret

bad:    mov al, 1
        jmp leave
good:   xor al, al
leave:  mov ah, 4Ch
        int 21h

open_bracket    db '[$'
close_bracket   db ']', 13, 10, '$'
ending          db 'ending', 13, 10, '$'
written         db 'by the tool'
written_end:
hanging         db 'hanging', 13, 10, '$'
line            db 'the same line again and again, sixty-four bytes of it with its end', 13, 10, '$'
first           db 'first', 13, 10, '$'
second          db 'second', 13, 10, '$'
question        db 'Go on (Y/N)? $'
nothing         db 'no answer', 13, 10, '$'
on_output       db 'on standard output', 13, 10, '$'
on_error        db 'on standard error', 13, 10
on_error_end:
problems        db 'ERROR 12: message index does not match', 13, 10, 'Errors found: 3', 13, 10, '$'
letters         db 81h, 84h, 9Ah, 0E1h, 13, 10, '$'
log_name        db 'OWN.LOG', 0
file            dw 0
count           dw 0
buffer          equ $
