variable "zones" {
  type    = set(string)
  default = ["c", "a", "b", "a"]
}

resource "terraform_data" "zone" {
  for_each = var.zones
  input    = "${each.key}=${each.value}"
}

output "inputs" {
  value = [for zone in terraform_data.zone : zone.input]
}

output "zones" {
  value = join(",", var.zones)
}

output "how_many" {
  value = length(var.zones)
}
