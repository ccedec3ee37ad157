variable "port" {
  type    = number
  default = 8080

  validation {
    condition     = var.port > 1024
    error_message = "The port must not be privileged."
  }
}

resource "terraform_data" "new" {
  input = var.port

  lifecycle {
    precondition {
      condition     = var.port != 0
      error_message = "No port."
    }
  }

  provisioner "local-exec" {
    command = "echo ${self.id}"
  }
}

moved {
  from = terraform_data.old
  to   = terraform_data.new
}

check "port" {
  assert {
    condition     = terraform_data.new.input == var.port
    error_message = "The port differs."
  }
}

output "port" {
  value = terraform_data.new.input
}
