variable "allowed" {
  type = list(string)
}

variable "public" {
  type = bool
}

variable "password" {
  type      = string
  sensitive = true
}

provider "aws" {
  region = "eu-west-1"
}

resource "aws_security_group" "web" {
  description = "Servers"

  ingress {
    description = "SSH"
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = var.allowed
  }

  ingress {
    description = "HTTPS"
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/8"]
  }
}

resource "aws_db_instance" "orders" {
  engine              = "postgres"
  instance_class      = "db.t4g.micro"
  username            = "orders"
  password            = var.password
  publicly_accessible = var.public
}

module "store" {
  source     = "./store"
  count      = 2
  versioning = "Suspended"
}
