<p><%= "source" %></p>
