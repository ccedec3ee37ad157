variable "rules" {
  type = list(object({
    ports = list(number)
    cidrs = optional(list(string), ["10.0.0.0/8"])
    name  = optional(string)
  }))
  default = [
    { ports = [443], name = "https" },
    { ports = [80, 8080], cidrs = ["192.168.0.0/16", "172.16.0.0/12"] },
  ]
}

locals {
  expanded = flatten([
    for index, rule in var.rules : [
      for port in rule.ports : [
        for cidr in rule.cidrs : {
          key  = "${index}-${port}-${replace(cidr, "/", "_")}"
          port = port
          cidr = cidr
          name = rule.name != null ? rule.name : "rule-${index}"
        }
      ]
    ]
  ])
}

resource "terraform_data" "rule" {
  for_each = { for rule in local.expanded : rule.key => rule }
  input    = each.value
}

output "keys" {
  value = [for rule in local.expanded : rule.key]
}

output "by_port" {
  value = { for rule in local.expanded : rule.port => rule.cidr... }
}
