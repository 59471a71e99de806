import { dark, declarations, light } from '../plots/palette';

/** The page's only style sheet. Type sizes in rem, so that the reader's own setting holds. */
export const STYLE = `
:root{color-scheme:light dark;${declarations(light)};--page:#f6f7f9;--shade:rgba(20,30,45,.06)}
@media (prefers-color-scheme:dark){:root{${declarations(dark)};--page:#0d1117;--shade:rgba(0,0,0,.35)}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--page);color:var(--ink);font:1rem/1.55 system-ui,"Segoe UI",Roboto,"Helvetica Neue","Liberation Sans",Arial,sans-serif;font-variant-numeric:tabular-nums}
main,header.top,footer{max-width:64rem;margin:0 auto;padding:0 1.25rem}
header.top{padding-top:2.5rem}
h1{font-size:2rem;line-height:1.2;margin:0 0 .35rem;letter-spacing:-.015em;overflow-wrap:anywhere}
h2{font-size:1.3rem;margin:0 0 .35rem;letter-spacing:-.01em}
h3{font-size:1rem;margin:1.6rem 0 .4rem;overflow-wrap:anywhere}
p{margin:.3rem 0 .9rem;max-width:44rem}
a{color:var(--meta)}
.muted,figcaption,.meta{color:var(--muted)}
.meta{display:flex;flex-wrap:wrap;gap:.1rem 1.4rem;margin:0;padding:0;list-style:none;font-size:.9rem}
nav{margin:1.1rem 0 0;font-size:.9rem;display:flex;flex-wrap:wrap;gap:.2rem 1.1rem}
nav a{color:var(--muted);text-decoration:none;border-bottom:1px solid var(--line)}
nav a:hover{color:var(--ink)}
section{background:var(--surface);border:1px solid var(--grid);border-radius:12px;box-shadow:0 1px 3px var(--shade);padding:1.5rem 1.6rem;margin:1.4rem 0}
.banner{border-left:4px solid var(--alert)}
.claim{font-size:1.15rem;line-height:1.5;max-width:46rem;margin:.2rem 0 1.1rem}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(10.5rem,1fr));gap:1px;background:var(--grid);border:1px solid var(--grid);border-radius:8px;overflow:hidden;margin:0 0 1.4rem}
.tiles>div{background:var(--surface);padding:.8rem 1rem}
.tiles dt{font-size:.82rem;color:var(--muted)}
.tiles dd{margin:0}
.tiles .figure{font-size:1.6rem;line-height:1.25;font-weight:600;letter-spacing:-.01em}
.tiles .main .figure{color:var(--network)}
.tiles .note{font-size:.82rem;color:var(--muted);line-height:1.45;margin-top:.15rem}
.alert{color:var(--alert)}
figure{margin:0}
figcaption,.small{font-size:.88rem}
figcaption{margin-top:.4rem;max-width:46rem}
figure svg{display:block;width:100%;height:auto}
figure.natural svg{max-width:27rem}
.narrow{display:none}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,23rem),1fr));gap:1.6rem 2rem;align-items:start}
.triple{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,16rem),1fr));gap:1.4rem 1.6rem}
.pair>div>h3,.triple>div>h3{margin-top:0}
.pair dl.facts{margin-top:1.2rem}
.scroll{overflow:auto;max-height:34rem;border:1px solid var(--grid);border-radius:8px;margin:.6rem 0 1rem}
.scroll:focus-visible,a:focus-visible{outline:2px solid var(--meta);outline-offset:2px}
table{border-collapse:collapse;width:100%;font-size:.86rem}
caption{text-align:left;color:var(--muted);font-size:.86rem;padding:.55rem .7rem}
th,td{padding:.38rem .6rem;text-align:left;border-top:1px solid var(--grid);vertical-align:baseline;white-space:nowrap}
td.wrap{white-space:normal;min-width:20rem}
thead th{position:sticky;top:0;background:var(--band);border-top:0;font-weight:600;color:var(--muted);z-index:1}
tbody th{font-weight:500}
.number{text-align:right}
td small{color:var(--muted);font-size:.92em}
tr.chosen>*{background:color-mix(in srgb,var(--network) 10%,transparent)}
tr:target>*{background:color-mix(in srgb,var(--meta) 16%,transparent)}
.tag{display:inline-block;border:1px solid currentColor;border-radius:99px;padding:0 .5em;font-size:.78rem;line-height:1.45}
.tag.good{color:var(--network)}.meta-phase{color:var(--meta)}.fine-tune-phase{color:var(--fineTune)}
.bar{width:40%;min-width:7rem}
.bar svg{display:block;width:100%;height:.8rem}
pre{font:.82rem/1.5 ui-monospace,"SF Mono",Menlo,Consolas,"Liberation Mono",monospace;margin:.6rem 0 1rem;padding:.9rem 1rem;background:var(--band);border:1px solid var(--grid);border-radius:8px;overflow:auto;max-height:30rem;tab-size:2}
code{font-family:ui-monospace,"SF Mono",Menlo,Consolas,"Liberation Mono",monospace;font-size:.9em;overflow-wrap:anywhere}
dl.facts{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1.2rem;font-size:.9rem;margin:.4rem 0 1rem}
dl.facts dt{color:var(--muted)}
dl.facts dd{margin:0;overflow-wrap:anywhere}
footer{font-size:.85rem;color:var(--muted);padding-bottom:3rem}
@media (max-width:40rem){
main,header.top,footer{padding-left:.75rem;padding-right:.75rem}
header.top{padding-top:1.4rem}
h1{font-size:1.6rem}
section{padding:1.1rem 1rem;border-radius:10px}
.wide{display:none}.narrow{display:block}
dl.facts{grid-template-columns:1fr}dl.facts dd{margin-bottom:.4rem}
.tiles{grid-template-columns:1fr 1fr}.tiles>div{padding:.7rem .8rem}.tiles .figure{font-size:1.35rem}
}
@media print{
@page{margin:14mm}
:root{color-scheme:light;${declarations(light)};--page:#fff}
body{font-size:.8rem}
main,header.top,footer{max-width:none;padding-left:0;padding-right:0}
section{border:0;box-shadow:none;padding:0;margin:1.6rem 0;border-radius:0}
nav{display:none}
.scroll,pre{max-height:none;overflow:visible}
pre{white-space:pre-wrap;overflow-wrap:anywhere}
.wide{display:block}.narrow{display:none}
figure,tr,.tiles{break-inside:avoid}
h2,h3{break-after:avoid}
thead th{position:static}
table{font-size:.68rem}th,td{padding:.2rem .3rem}thead th,td.wrap{white-space:normal}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
`.trim();
