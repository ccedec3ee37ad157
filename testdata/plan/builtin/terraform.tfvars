exposed = { a = false, b = true }
token   = "s3cret"
