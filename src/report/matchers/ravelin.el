;; Lets `M-x compile' understand `ravelin scan . --format concise'.
(with-eval-after-load 'compile
  (add-to-list 'compilation-error-regexp-alist-alist
               '(ravelin
                 "^\\(.+?\\):\\([0-9]+\\):\\([0-9]+\\): \\(?:critical\\|high\\|error\\|\\(medium\\|warning\\)\\|\\(low\\|info\\|note\\)\\): "
                 1 2 3 (4 . 5)))
  (add-to-list 'compilation-error-regexp-alist-alist
               '(ravelin-file
                 "^\\([^:\n]+\\): \\(?:error\\|\\(warning\\)\\|\\(note\\)\\): "
                 1 nil nil (2 . 3)))
  (add-to-list 'compilation-error-regexp-alist 'ravelin-file)
  (add-to-list 'compilation-error-regexp-alist 'ravelin))
