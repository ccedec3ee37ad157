variable "services" {
  type = map(object({
    image = string
    port  = optional(number, 8080)
    probe = optional(object({
      path     = optional(string, "/healthz")
      interval = optional(number, 10)
      headers  = optional(map(string), { accept = "*/*" })
    }), {})
    sidecars = optional(list(object({
      name  = string
      limit = optional(string)
    })), [])
    note = optional(string)
  }))
  default = {
    web = { image = "web:1" }
    api = {
      image    = "api:2"
      port     = "9090"
      probe    = { interval = 3 }
      sidecars = [{ name = "log", extra = true }]
      note     = null
    }
  }
}

resource "terraform_data" "service" {
  for_each = var.services
  input    = each.value
}

output "services" {
  value = var.services
}

output "ports" {
  value = { for name, service in var.services : name => service.port }
}

output "without_note" {
  value = [for name, service in var.services : name if service.note == null]
}
