package shop;

/** Something the shop could not do. */
public final class ShopException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ShopException(String message, Throwable cause) {
    super(message, cause);
  }
}
