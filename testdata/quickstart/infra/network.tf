resource "aws_security_group" "web" {
  name        = "${local.name}-web"
  description = "Web tier"
  vpc_id      = var.vpc_id

  ingress {
    description = "HTTPS from everywhere"
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }

  dynamic "ingress" {
    for_each = var.admin_ports

    content {
      description = "Administration"
      from_port   = ingress.value
      to_port     = ingress.value
      protocol    = "tcp"
      cidr_blocks = var.admin_cidrs
    }
  }

  egress {
    description     = "Database"
    from_port       = 5432
    to_port         = 5432
    protocol        = "tcp"
    security_groups = [aws_security_group.data.id]
  }
}

resource "aws_security_group" "data" {
  name        = "${local.name}-data"
  description = "Database"
  vpc_id      = var.vpc_id
}

resource "aws_vpc_security_group_ingress_rule" "data_from_web" {
  security_group_id            = aws_security_group.data.id
  description                  = "PostgreSQL from the web tier"
  referenced_security_group_id = aws_security_group.web.id
  from_port                    = 5432
  to_port                      = 5432
  ip_protocol                  = "tcp"
}

resource "aws_vpc_security_group_ingress_rule" "data_from_office" {
  security_group_id = aws_security_group.data.id
  description       = "PostgreSQL from the office"
  cidr_ipv4         = var.office_cidr
  from_port         = 5432
  to_port           = 5432
  ip_protocol       = "tcp"
}
