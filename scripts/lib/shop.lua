-- What wrk asks the order service for, as a shop's customers would: of ten requests six look at an order, two ask for a price, one
-- orders something, one is a health check. An order is two statements and a commit that the database waits for its disk with,
-- and a third statement by the worker; a price is a call of another service, which takes 20 ms to answer.
local kinds = { "lamp", "chair", "desk", "shelf", "mirror", "rug", "clock", "vase" }
local colours = { "", "-red", "-blue", "-green", "-white" }
local form = { ["Content-Type"] = "application/x-www-form-urlencoded" }
local at = 0

local function item()
   return kinds[at % #kinds + 1] .. colours[at % #colours + 1]
end

function request()
   at = at + 1
   local turn = at % 10
   if turn == 0 then
      return wrk.format("GET", "/health")
   elseif turn == 5 then
      return wrk.format("POST", "/orders", form, "item=" .. item() .. "&quantity=1")
   elseif turn == 3 or turn == 8 then
      return wrk.format("GET", "/price?item=" .. item())
   end
   return wrk.format("GET", "/orders/1")
end
