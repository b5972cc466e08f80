// The key that does the same as the button it stands in; the button tells screen readers itself.
export function KeyHint({ children }: { children: string | number }) {
  return (
    <span className="kbd" aria-hidden="true">
      {children}
    </span>
  );
}
