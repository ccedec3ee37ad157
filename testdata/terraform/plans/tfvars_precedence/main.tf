variable "a" {
  default = "default"
}

variable "b" {
  default = "default"
}

variable "c" {
  default = "default"
}

variable "list" {
  type    = list(string)
  default = []
}

output "values" {
  value = [var.a, var.b, var.c]
}

output "list" {
  value = var.list
}
