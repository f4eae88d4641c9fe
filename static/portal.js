// The vertical edition scrolls sideways, and browsers move a page sideways only by swipe, Space and the side arrows.
// Let a wheel, an upward swipe and the page keys do it too, where nothing under them scrolls by itself.
if (getComputedStyle(document.documentElement).writingMode === "vertical-lr") {
  const page = document.scrollingElement;
  const busy = (node) => {
    for (; node && node !== page; node = node.parentElement) {
      if (/^(TEXTAREA|SELECT|OPTION)$/.test(node.tagName)) return true;
      if (node.scrollHeight > node.clientHeight && /auto|scroll/.test(getComputedStyle(node).overflowY)) return true;
    }
    return page.scrollHeight > page.clientHeight + 1;
  };
  addEventListener("wheel", (event) => {
    if (event.deltaX || event.ctrlKey || event.shiftKey || busy(event.target)) return;
    page.scrollLeft += event.deltaMode === 1 ? event.deltaY * 40 : event.deltaY;
    event.preventDefault();
  }, { passive: false });
  let last = null;
  addEventListener("touchstart", (event) => {
    last = event.touches.length === 1 && !busy(event.target) ? event.touches[0] : null;
  });
  addEventListener("touchmove", (event) => {
    if (!last || event.touches.length > 1) return;
    const now = event.touches[0], across = now.clientX - last.clientX, down = now.clientY - last.clientY;
    if (Math.abs(down) > Math.abs(across)) page.scrollLeft -= down;
    last = now;
  });
  const steps = { PageDown: 0.85, PageUp: -0.85, End: Infinity, Home: -Infinity };
  addEventListener("keydown", (event) => {
    const step = steps[event.key];
    if (!step || event.ctrlKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
    page.scrollLeft = Math.max(0, Math.min(page.scrollWidth, page.scrollLeft + step * page.clientWidth));
    event.preventDefault();
  });
}
