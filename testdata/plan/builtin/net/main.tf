variable "open" {
  type = bool
}

resource "terraform_data" "rule" {
  input = {
    public = var.open
  }
}
