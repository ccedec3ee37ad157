variable "nullable" {
  type    = string
  default = "default"
}

variable "not_nullable" {
  type     = string
  default  = "default"
  nullable = false
}

output "values" {
  value = { nullable = var.nullable, not_nullable = var.not_nullable }
}
