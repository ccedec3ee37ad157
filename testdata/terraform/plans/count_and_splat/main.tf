variable "replicas" {
  type    = number
  default = 3
}

resource "terraform_data" "node" {
  count = var.replicas
  input = { index = count.index, name = format("node-%02d", count.index) }
}

resource "terraform_data" "none" {
  count = var.replicas > 5 ? 1 : 0
  input = "never"
}

output "names" {
  value = terraform_data.node[*].input.name
}

output "last" {
  value = terraform_data.node[length(terraform_data.node) - 1].input
}

output "nothing" {
  value = one(terraform_data.none[*].input)
}

output "ids" {
  value = terraform_data.node[*].id
}
