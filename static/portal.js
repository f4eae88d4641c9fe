// The vertical edition scrolls sideways: let a wheel or an upward swipe move the page where nothing under it scrolls.
if (getComputedStyle(document.documentElement).writingMode === "vertical-lr") {
  const page = document.scrollingElement;
  const busy = (node) => {
    for (; node && node !== page; node = node.parentElement) {
      if (/^(TEXTAREA|SELECT|OPTION)$/.test(node.tagName)) return true;
      if (node.scrollHeight > node.clientHeight && /auto|scroll/.test(getComputedStyle(node).overflowY)) return true;
    }
    return page.scrollHeight > page.clientHeight + 1;
  };
  addEventListener("wheel", (e) => {
    if (e.deltaX || e.ctrlKey || e.shiftKey || busy(e.target)) return;
    page.scrollLeft += e.deltaMode === 1 ? e.deltaY * 40 : e.deltaY;
    e.preventDefault();
  }, { passive: false });
  let last = null;
  addEventListener("touchstart", (e) => { last = e.touches.length === 1 && !busy(e.target) ? e.touches[0] : null; });
  addEventListener("touchmove", (e) => {
    if (!last || e.touches.length > 1) return;
    const now = e.touches[0], dx = now.clientX - last.clientX, dy = now.clientY - last.clientY;
    if (Math.abs(dy) > Math.abs(dx)) page.scrollLeft -= dy;
    last = now;
  });
}
