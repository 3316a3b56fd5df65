/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Distinguished names and general names (RFC 5280 4.1.2.4, 4.2.1.6) as text and as parts. Functions
 * over DER; what they give back is owned by the caller. Any thread. */

#pragma once

#include "certificate/lk-der.h"

G_BEGIN_DECLS

/* One attribute of a distinguished name. */
typedef struct
{
  char *oid;
  const char *short_name; /* (nullable): "CN" */
  char *value;            /* plain text, not escaped; "#" and hex where it is no string */
  /* number of the relative name it belongs to; several share one when joined by "+" */
  guint rdn;
} LkNamePart;

void lk_name_part_free (LkNamePart *part);

/* @name is the SEQUENCE. RFC 4514 text; what is broken is left out or shown as hex. */
char *lk_name_to_text (const LkDerItem *name);

/* (element-type LkNamePart), in the order of the encoding. */
GPtrArray *lk_name_list_parts (const LkDerItem *name);

/* (nullable) (transfer full): the value of the last attribute of that kind, which is the most
 * specific. */
char *lk_name_find (const LkDerItem *name, const char *oid);

/* Whether two names are the same by RFC 5280 7.1: case and inner spaces do not count. */
gboolean lk_name_equal (const LkDerItem *one, const LkDerItem *other);

/* "DNS:a.example", "IP:192.0.2.1", "email:…", "URI:…", "DirName:…", "RID:…", "otherName:…"; never NULL. */
char *lk_general_name_to_text (const LkDerItem *general_name);

/* The same of all in a SEQUENCE of general names: strings, NULL-terminated. */
GStrv lk_general_names_to_texts (LkDer names);

/* An address of 4 or 16 bytes, or with a mask twice as many: "192.0.2.0/24"; hex otherwise. */
char *lk_ip_address_to_text (const guint8 *bytes, gsize size);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkNamePart, lk_name_part_free)

G_END_DECLS
