variable "enable" {
  type    = bool
  default = false
}

variable "size" {
  type    = string
  default = null
}

resource "terraform_data" "maybe" {
  input            = var.enable ? "on" : null
  triggers_replace = var.size == null ? ["none"] : [var.size]
}

resource "terraform_data" "unknown" {
  input = terraform_data.maybe.id == "x" ? "yes" : "no"
}

output "maybe" {
  value = var.enable ? "on" : null
}

output "fallback" {
  value = coalesce(var.size, var.enable ? "on" : null, "fallback")
}

output "unknown" {
  value = terraform_data.unknown.input
}

output "same_type" {
  value = var.enable ? { a = 1 } : { a = 2 }
}
