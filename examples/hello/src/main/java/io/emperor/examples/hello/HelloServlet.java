package io.emperor.examples.hello;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

final class HelloServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private final String greeting;

  HelloServlet(String greeting) {
    this.greeting = greeting;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/plain");
    response.setCharacterEncoding("UTF-8");
    response.getWriter().write(greeting);
  }
}
