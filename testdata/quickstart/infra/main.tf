terraform {
  required_version = ">= 1.5"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.60"
    }
  }
}

provider "aws" {
  region = var.region
}

locals {
  name = "${var.project}-${var.environment}"

  tags = {
    project     = var.project
    environment = var.environment
  }
}

# Order documents, written by the web tier.
module "orders" {
  source = "./modules/store"

  name       = "${local.name}-orders"
  versioned  = true
  visibility = "private"
  tags       = local.tags
}

# Product images. The marketing site links to them directly.
module "images" {
  source = "./modules/store"

  name       = "${local.name}-images"
  visibility = var.image_visibility
  tags       = local.tags
}

resource "aws_db_instance" "orders" {
  identifier     = "${local.name}-orders"
  engine         = "postgres"
  engine_version = "16.4"
  instance_class = var.database.instance_class

  allocated_storage   = var.database.storage
  storage_encrypted   = true
  publicly_accessible = var.database.public
  kms_key_id          = var.database_key_arn

  backup_retention_period = 7
  deletion_protection     = true
  skip_final_snapshot     = false

  db_subnet_group_name   = aws_db_subnet_group.data.name
  vpc_security_group_ids = [aws_security_group.data.id]
  username               = "orders"
  password               = var.database_password

  tags = local.tags
}

resource "aws_db_subnet_group" "data" {
  name       = "${local.name}-data"
  subnet_ids = var.subnet_ids
}
