/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* How descriptions are built. Private to this folder. */

#pragma once

#include "certificate/lk-description.h"

G_BEGIN_DECLS

typedef enum
{
  LK_FIELD_PLAIN = 0,
  LK_FIELD_MONOSPACE = 1 << 0,
  LK_FIELD_CRITICAL = 1 << 1
} LkFieldFlags;

LkSection *lk_section_new (const char *id, const char *title);

/* Adds a field; nothing where @value is NULL or empty. @label is translated already. */
void lk_section_add (
  LkSection *self, const char *id, const char *label, const char *value, LkFieldFlags flags);
void lk_section_take (
  LkSection *self, const char *id, const char *label, char *value, LkFieldFlags flags);

/* Appends the section, unless it stayed empty; takes it. */
void lk_sections_take (GListStore *sections, LkSection *section);

/* The same in every description. */
void lk_describe_name (
  GListStore *sections, const char *id, const char *title, const char *text, const LkDerItem *name);
void lk_describe_key (GListStore *sections, LkPublicKey *key);
void lk_describe_signature (LkSection *section, const char *oid, const char *hash);
void lk_describe_extensions (GListStore *sections, const char *title, GPtrArray *extensions);
void lk_describe_time (
  LkSection *section, const char *id, const char *label, GDateTime *time, GDateTime *now);

/* "01:0a" for "010a"; (nullable): NULL for NULL. */
char *lk_space_hex (const char *hex);

/* "1024" for 0x0400; (nullable): NULL where it is too long for anybody to compare. */
char *lk_bytes_to_decimal (const guint8 *bytes, gsize size);

G_END_DECLS
