import type { Report } from '../types';
import { html } from './markup';
import type { Markup } from './markup';

/** Whose agent searched, so that another run can begin with it. */
export function agentSection({ agent }: Report): Markup | false {
  if (agent === undefined) return false;
  const { from, policy, encoder } = agent;
  return html`<h3>Agent</h3>
    <dl class="facts">
      <dt>Trained by</dt>
      <dd>
        ${
          from === undefined
            ? 'this run'
            : html`<code>${from.run}</code>${from.target !== undefined && html`, fine-tuned for ${from.target}`}`
        }
      </dd>
      <dt>Policy (SHA-256)</dt>
      <dd><code>${policy.sha256}</code></dd>
      <dt>State encoder (SHA-256)</dt>
      <dd><code>${encoder.sha256}</code></dd>
    </dl>`;
}
