package io.emperor.warapp;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Declared in web.xml. */
public final class Described extends HttpServlet {

  private static final long serialVersionUID = 1L;

  /** Made by the container. */
  public Described() {}

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.getWriter().print(getInitParameter("words"));
  }
}
