-- What a user of Neovim does: opens a file of which the value stands in another one, edits it, asks what is wrong, and has it mended.
-- Run by `.ci/clients`: nvim --headless -u NONE -c 'luafile tests/clients/neovim.lua' with `ravelin` on the path, in the top folder.

local function write(path, text)
  vim.fn.mkdir(vim.fn.fnamemodify(path, ':h'), 'p')
  local file = assert(io.open(path, 'w'))
  file:write(text)
  file:close()
end

local function check(condition, what)
  if not condition then
    error(what .. '\n' .. vim.inspect(vim.diagnostic.get(0)), 2)
  end
end

local function wait(what, condition)
  check(vim.wait(30000, condition, 20), 'not seen: ' .. what)
end

-- The configuration that the documentation shows for this version.
local function configuration()
  local docs = table.concat(vim.fn.readfile('docs/editors.md'), '\n')
  local modern = vim.fn.has('nvim-0.11') == 1
  local heading = modern and 'From 0.11 on' or 'From 0.7 on'
  local from = assert(docs:find(heading, 1, true), heading)
  return assert(docs:match('```lua\n(.-)\n```', from))
end

local function line_of(text)
  for number, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
    if line:find(text, 1, true) then
      return number
    end
  end
end

local function found(code)
  for _, diagnostic in ipairs(vim.diagnostic.get(0)) do
    local known = diagnostic.code or (diagnostic.user_data and diagnostic.user_data.lsp and diagnostic.user_data.lsp.code)
    if known == code then
      return diagnostic
    end
  end
end

-- Chooses the code action of which the title has these words, as a user does in the menu.
local function act(words)
  local chosen
  vim.ui.select = function(items, options, choose)
    for _, item in ipairs(items) do
      if options.format_item(item):find(words, 1, true) then
        chosen = item
        return choose(item)
      end
    end
    error('no action has the words ' .. words .. ': ' .. vim.inspect(vim.tbl_map(options.format_item, items)))
  end
  local before = vim.api.nvim_buf_get_changedtick(0)
  vim.lsp.buf.code_action()
  wait('the action ' .. words, function()
    return chosen and vim.api.nvim_buf_get_changedtick(0) ~= before
  end)
end

local function hover()
  local position = vim.lsp.util.make_position_params(0, 'utf-16')
  local answers = assert(vim.lsp.buf_request_sync(0, 'textDocument/hover', position, 30000))
  for _, answer in pairs(answers) do
    local contents = answer.result and answer.result.contents
    if contents then
      return type(contents) == 'table' and contents.value or contents
    end
  end
  return ''
end

local function run()
  local root = vim.fn.resolve(vim.fn.tempname())
  vim.fn.mkdir(root .. '/.git', 'p')
  write(root .. '/variables.tf', 'variable "cidrs" {\n  default = ["0.0.0.0/0"]\n}\n')
  write(
    root .. '/network.tf',
    [[
resource "aws_security_group" "ssh" {
  name        = "ssh"
  description = "administration"

  ingress {
    description = "ssh"
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = var.cidrs
  }
}

resource "aws_db_instance" "main" {
  publicly_accessible = false
}
]]
  )
  vim.cmd('filetype on')
  assert(loadstring(configuration()))()
  vim.cmd('edit ' .. root .. '/network.tf')
  vim.bo.filetype = 'terraform'

  local open = 'cloud-network-open-ssh'
  wait('the value of another file', function()
    return found(open)
  end)
  check(found(open).lnum + 1 == line_of('cidr_blocks'), 'it is where the value is used')

  vim.api.nvim_win_set_cursor(0, { line_of('cidr_blocks'), 20 })
  local told = hover()
  check(told:find('0.0.0.0/0', 1, true) and told:find('variables.tf', 1, true), 'hover says the value and its place: ' .. told)

  -- As it is typed, without being saved.
  local database = line_of('publicly_accessible')
  vim.api.nvim_buf_set_lines(0, database - 1, database, false, { '  publicly_accessible = true' })
  wait('what is typed', function()
    return found('aws-rds-public')
  end)
  vim.api.nvim_win_set_cursor(0, { database, 4 })
  act('publicly_accessible')
  check(line_of('publicly_accessible = false') == database, 'the fix is applied')
  wait('that it is mended', function()
    return not found('aws-rds-public')
  end)

  vim.api.nvim_win_set_cursor(0, { line_of('cidr_blocks'), 4 })
  act('this line')
  check(line_of('ravelin:ignore'), 'the exception is written')
  wait('that it is excepted', function()
    return not found(open)
  end)

  vim.cmd('silent write')
  local saved = vim.fn.readfile(root .. '/network.tf')
  check(table.concat(saved, '\n'):find('ravelin:ignore', 1, true), 'it is saved')
  vim.fn.delete(root, 'rf')
end

local ok, problem = xpcall(run, debug.traceback)
if not ok then
  io.stderr:write(problem .. '\n' .. 'log: ' .. vim.lsp.get_log_path() .. '\n')
  vim.cmd('cquit 1')
end
io.stdout:write('neovim ' .. tostring(vim.version().major) .. '.' .. tostring(vim.version().minor) .. ': all as it should be\n')
vim.cmd('qall!')
