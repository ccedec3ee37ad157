allowed  = ["0.0.0.0/0"]
public   = true
password = "correct-horse"
