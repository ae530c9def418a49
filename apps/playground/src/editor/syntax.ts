import { javascript } from '@codemirror/lang-javascript';
import { HighlightStyle, StreamLanguage, syntaxHighlighting } from '@codemirror/language';
import { erlang } from '@codemirror/legacy-modes/mode/erlang';
import type { Extension } from '@codemirror/state';
import { tags } from '@lezer/highlight';
import { elixir } from 'codemirror-lang-elixir';
import type { Language } from '../machine/language.js';

/** The syntax of a language. */
export function syntaxOf(language: Language | 'javascript'): Extension {
  if (language === 'javascript') return javascript();
  return language === 'elixir' ? elixir() : StreamLanguage.define(erlang);
}

/** Colours, which the style sheet has for light and dark. */
export const colours: Extension = syntaxHighlighting(
  HighlightStyle.define([
    { tag: [tags.keyword, tags.definitionKeyword, tags.controlKeyword, tags.moduleKeyword], color: 'var(--code-keyword)' },
    { tag: [tags.meta, tags.processingInstruction, tags.annotation], color: 'var(--code-meta)' },
    { tag: [tags.string, tags.special(tags.string), tags.character, tags.regexp], color: 'var(--code-string)' },
    { tag: [tags.comment, tags.lineComment, tags.blockComment], color: 'var(--code-comment)', fontStyle: 'italic' },
    { tag: [tags.number, tags.integer, tags.float, tags.bool, tags.null], color: 'var(--code-number)' },
    { tag: [tags.atom, tags.className, tags.namespace, tags.typeName], color: 'var(--code-atom)' },
    {
      tag: [tags.function(tags.variableName), tags.definition(tags.function(tags.variableName)), tags.standard(tags.variableName)],
      color: 'var(--code-function)',
    },
    { tag: [tags.variableName, tags.propertyName], color: 'var(--code-variable)' },
    { tag: [tags.operator, tags.punctuation, tags.bracket], color: 'var(--code-punctuation)' },
  ]),
);
