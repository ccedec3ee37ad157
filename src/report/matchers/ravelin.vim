" Vim compiler file for Ravelin: `:compiler ravelin`, then `:make`.
if exists("current_compiler")
  finish
endif
let current_compiler = "ravelin"

CompilerSet makeprg=ravelin\ scan\ --format\ concise\ .
CompilerSet errorformat=
      \%f:%l:%c:\ %trror:\ %m,
      \%f:%l:%c:\ %tarning:\ %m,
      \%f:%l:%c:\ %tote:\ %m,
      \%f:%l:%c:\ %m,
      \%f:\ %trror:\ %m,
      \%f:\ %tarning:\ %m,
      \%f:\ %tote:\ %m
