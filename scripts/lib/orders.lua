-- What wrk asks the order service for: three rows of the database, then an answer that needs none.
local requests = {}
local at = 0

function init(args)
   local order = wrk.format("GET", "/orders/1")
   requests = { order, order, order, wrk.format("GET", "/health") }
end

function request()
   at = at % #requests + 1
   return requests[at]
end
