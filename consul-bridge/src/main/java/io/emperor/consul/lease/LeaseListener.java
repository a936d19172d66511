package io.emperor.consul.lease;

/** Who wants to know of this emperor's lease. The methods must not wait. */
public interface LeaseListener {

  /** It is held from now on. */
  void begun(Tenure tenure);

  /** It was renewed. */
  void renewed(Tenure tenure);

  /** It is not held any more. */
  void ended(Tenure tenure, String how);
}
