-- cablelint in Neovim: copy this file to ~/.config/nvim/plugin/cablelint.lua
local command = { "cablelint", "server" }

vim.api.nvim_create_autocmd({ "BufRead", "BufNewFile" }, {
  pattern = "*.cable",
  callback = function() vim.bo.filetype = "cable" end,
})

if vim.lsp.config then -- 0.11 and later
  vim.lsp.config("cablelint", {
    cmd = command,
    filetypes = { "cable", "text" },
    root_markers = { "cablelint.toml", ".git" },
  })
  vim.lsp.enable("cablelint")
else -- 0.7 to 0.10: one server for all telegrams
  local client
  vim.api.nvim_create_autocmd("FileType", {
    pattern = { "cable", "text" },
    callback = function(event)
      client = client or vim.lsp.start_client({ name = "cablelint", cmd = command })
      if client then
        vim.lsp.buf_attach_client(event.buf, client)
      end
    end,
  })
end

-- :CablelintFix applies all safe fixes.
vim.api.nvim_create_user_command("CablelintFix", function()
  local buffer = vim.api.nvim_get_current_buf()
  local lines = vim.api.nvim_buf_line_count(buffer)
  local asked = {
    textDocument = vim.lsp.util.make_text_document_params(),
    range = { start = { line = 0, character = 0 }, ["end"] = { line = lines, character = 0 } },
    context = { only = { "source.fixAll.cablelint" }, diagnostics = {} },
  }
  local answers = vim.lsp.buf_request_sync(buffer, "textDocument/codeAction", asked, 5000)
  for id, answer in pairs(answers or {}) do
    for _, action in ipairs(answer.result or {}) do
      if not action.edit and action.data then
        local resolved = vim.lsp.buf_request_sync(buffer, "codeAction/resolve", action, 5000)
        action = resolved and resolved[id] and resolved[id].result or action
      end
      if action.edit then
        local client = vim.lsp.get_client_by_id(id)
        vim.lsp.util.apply_workspace_edit(action.edit, client.offset_encoding or "utf-16")
      end
    end
  end
end, {})
