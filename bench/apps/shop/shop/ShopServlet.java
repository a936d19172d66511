package shop;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;

/** The shop over HTTP. */
public final class ShopServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private final transient Shop shop;

  public ShopServlet(Shop shop) {
    this.shop = shop;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path = Objects.requireNonNullElse(request.getPathInfo(), "/");
    Response answer =
        shop.answer(
            path.equals("/") ? "/article" : path,
            Objects.requireNonNullElse(request.getQueryString(), ""));
    response.setStatus(answer.status());
    response.setContentType("application/json");
    response.setCharacterEncoding("UTF-8");
    response.getWriter().write(answer.body());
  }
}
