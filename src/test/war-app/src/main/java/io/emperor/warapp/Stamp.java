package io.emperor.warapp;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Leaves its mark on every answer. */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public final class Stamp extends HttpFilter {

  private static final long serialVersionUID = 1L;

  /** Made by the container. */
  public Stamp() {}

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    response.setHeader("X-Stamped", "yes");
    chain.doFilter(request, response);
  }
}
