variable "names" {
  type = list(string)
}

output "names" {
  value = var.names
}

output "tuple" {
  value = [for name in var.names : name]
}

output "joined" {
  value = var.names == tolist(["a", "b"]) ? join(",", var.names) : "none"
}
