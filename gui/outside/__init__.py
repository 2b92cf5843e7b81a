"""What ends or interrupts the program from outside: signals, the session's end, sleep."""
