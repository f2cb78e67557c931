package main

import (
	"fmt"
	"os"
	"strings"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/descriptorpb"

	accessv1 "zhengcun/api/zhengcun/access/v1"
)

// rules are the access rules by operation id, which is Service_Method.
type rules map[string]*accessv1.Rule

func readRules(path string) (rules, error) {
	bytes, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var set descriptorpb.FileDescriptorSet
	if err := proto.Unmarshal(bytes, &set); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	found := rules{}
	for _, file := range set.GetFile() {
		for _, service := range file.GetService() {
			for _, method := range service.GetMethod() {
				id := service.GetName() + "_" + method.GetName()
				if _, twice := found[id]; twice {
					return nil, fmt.Errorf("two services named %s: operation ids must be unique", service.GetName())
				}
				rule, _ := proto.GetExtension(method.GetOptions(), accessv1.E_Rule).(*accessv1.Rule)
				found[id] = rule
			}
		}
	}
	return found, nil
}

// of returns the rule of an operation; additional bindings of a method have a
// number at the end of their id.
func (r rules) of(operationID string) *accessv1.Rule {
	if rule, ok := r[operationID]; ok {
		return rule
	}
	if i := strings.LastIndex(operationID, "_"); i > 0 {
		return r[operationID[:i]]
	}
	return nil
}

// tellAccess writes the rule into the operation, for machines (security, x-…)
// and for people (a sentence).
func tellAccess(operation object, rule *accessv1.Rule) {
	if rule == nil {
		return
	}
	var sentences []string
	switch {
	case rule.GetPublic():
		operation["security"] = []any{}
		sentences = append(sentences, "Anyone may call it.")
	case rule.GetSignedIn():
		sentences = append(sentences, "Any signed-in user may call it.")
	}
	if roles := roleNames(rule); len(roles) > 0 {
		operation["x-roles"] = roles
		sentences = append(sentences, "Roles: "+join(roles)+".")
	}
	if len(rule.GetScopes()) > 0 {
		scopes := list(rule.GetScopes())
		operation["x-scopes"] = scopes
		sentences = append(sentences, "API client scopes: "+join(scopes)+".")
	}
	text, _ := operation["description"].(string)
	operation["description"] = strings.TrimSpace(text + "\n\n" + strings.Join(sentences, " "))

	if rule.GetEffect() == accessv1.Effect_EFFECT_WRITE {
		parameters, _ := operation["parameters"].([]any)
		operation["parameters"] = append(parameters, object{"$ref": "#/components/parameters/IdempotencyKey"})
	}
}

func roleNames(rule *accessv1.Rule) []any {
	var names []any
	for _, role := range rule.GetRoles() {
		names = append(names, strings.ToLower(strings.TrimPrefix(role.String(), "ROLE_")))
	}
	return names
}

func list(texts []string) []any {
	all := make([]any, len(texts))
	for i, text := range texts {
		all[i] = text
	}
	return all
}

func join(names []any) string {
	texts := make([]string, len(names))
	for i, name := range names {
		texts[i] = fmt.Sprint(name)
	}
	return strings.Join(texts, ", ")
}
