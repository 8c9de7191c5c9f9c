/** The product's mark: a level keel on the horizon. Decoration: the name always stands beside it. */
export function Mark({ size }: { readonly size: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 80 80" aria-hidden="true" focusable="false">
      <rect width="80" height="80" rx="18" fill="#0B4F6C" />
      <path d="M26 37a14 14 0 0 1 28 0z" fill="#FFD27A" />
      <path d="M9 41h62" stroke="#FFFFFF" strokeWidth="6" strokeLinecap="round" />
      <path d="M17 49h46c-3 7-8 11-15 13l-4 8h-8l-4-8c-7-2-12-6-15-13z" fill="#9ADCF2" />
    </svg>
  )
}
